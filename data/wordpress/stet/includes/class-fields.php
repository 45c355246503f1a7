<?php
/**
 * What an article has beyond a post: dek, FAQ, credit, ids.
 *
 * @package Stet
 */

namespace Stet;

defined( 'ABSPATH' ) || exit;

/**
 * The fields are post meta. They are seen and written through REST in the context "edit" only: the page shows
 * what is for readers.
 */
final class Fields {
	const UUID = '^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})?$';
	const HASH = '^([0-9a-f]{64})?$';

	const POST_FIELDS = array(
		'stet_id'             => self::UUID,
		'stet_story'          => self::UUID,
		'stet_translation_of' => self::UUID,
		'stet_language'       => '^([A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*)?$',
		'stet_hash'           => self::HASH,
		'stet_dek'            => '',
		'stet_caption'        => '',
		'stet_credit'         => '',
		'stet_alt'            => '',
		'stet_byline'         => '',
		'stet_faq'            => 'json',
		'stet_custom'         => 'json',
		'stet_article'        => 'json',
	);

	/**
	 * Hooks.
	 */
	public static function start() {
		add_action( 'init', array( self::class, 'register' ) );
		add_filter( 'is_protected_meta', array( self::class, 'protect' ), 10, 2 );
		add_action( 'rest_after_insert_' . POST_TYPE, array( self::class, 'after_write' ), 100, 2 );
	}

	/**
	 * Action init.
	 */
	public static function register() {
		foreach ( self::POST_FIELDS as $key => $pattern ) {
			$schema = array( 'context' => array( 'edit' ) );
			if ( '' !== $pattern && 'json' !== $pattern ) {
				$schema['pattern'] = $pattern;
			}
			self::register_one( POST_TYPE, $key, $schema );
		}
		self::register_one( 'attachment', 'stet_credit', array() );
	}

	/**
	 * One field.
	 *
	 * @param string $type   The post type.
	 * @param string $key    The meta key.
	 * @param array  $schema What REST says of it.
	 */
	private static function register_one( $type, $key, $schema ) {
		register_post_meta(
			$type,
			$key,
			array(
				'type'          => 'string',
				'single'        => true,
				'default'       => '',
				'show_in_rest'  => array( 'schema' => $schema ),
				'auth_callback' => function ( $allowed, $meta_key, $id ) {
					return current_user_can( 'edit_post', $id );
				},
			)
		);
	}

	/**
	 * Filter is_protected_meta: the fields are no "custom fields" to type into.
	 *
	 * @param bool   $protected What was decided so far.
	 * @param string $key       The meta key.
	 * @return bool
	 */
	public static function protect( $protected, $key ) {
		return $protected || isset( self::POST_FIELDS[ $key ] );
	}

	/**
	 * Checks what a write says of the fields, under the lock.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @param int              $id      The post, or 0.
	 * @return true|\WP_Error
	 */
	public static function check( $request, $id ) {
		$meta = $request['meta'];
		if ( ! is_array( $meta ) || 0 === strpos( $request->get_route(), '/wp/v2/media' ) ) {
			return true;
		}
		foreach ( self::POST_FIELDS as $key => $pattern ) {
			$value = isset( $meta[ $key ] ) ? $meta[ $key ] : '';
			if ( '' === $value ) {
				continue;
			}
			$wrong = ! is_string( $value );
			if ( ! $wrong && 'json' === $pattern ) {
				$wrong = ! is_array( json_decode( $value, true ) );
			} elseif ( ! $wrong && '' !== $pattern ) {
				$wrong = ! preg_match( '/' . $pattern . '/D', $value );
			}
			if ( $wrong ) {
				return new \WP_Error(
					'stet_invalid_field',
					/* translators: %s: the name of a field. */
					sprintf( __( 'The field %s is not what it should be.', 'stet' ), $key ),
					array(
						'status' => 400,
						'field'  => $key,
					)
				);
			}
		}
		return isset( $meta['stet_id'] ) && '' !== $meta['stet_id'] ? self::check_id( $meta['stet_id'], $id ) : true;
	}

	/**
	 * An article is here once, and stays the one that it is.
	 *
	 * @param string $uuid The article's id.
	 * @param int    $id   The post, or 0.
	 * @return true|\WP_Error
	 */
	private static function check_id( $uuid, $id ) {
		$own = $id ? (string) get_post_meta( $id, 'stet_id', true ) : '';
		if ( $own === $uuid ) {
			return true;
		}
		if ( '' !== $own ) {
			return new \WP_Error( 'stet_other_article', __( 'This post is another article.', 'stet' ), array( 'status' => 422 ) );
		}
		if ( ! Lock::take( 'article-' . $uuid ) ) {
			return Unit::busy();
		}
		$other = Articles::find( $uuid );
		if ( ! $other ) {
			return true;
		}
		$data = array( 'status' => 409 );
		if ( current_user_can( 'edit_post', $other ) ) {
			$data['id'] = $other;
		}
		return new \WP_Error( 'stet_article_exists', __( 'This article is on the site already.', 'stet' ), $data );
	}

	/**
	 * What an article is made of, as one hash: the client's hash holds only while this stays the same.
	 *
	 * @param int $id The post.
	 * @return string
	 */
	public static function fingerprint( $id ) {
		return self::fingerprint_of( Articles::content( get_post( $id ) ) );
	}

	/**
	 * The same of a content that is at hand.
	 *
	 * @param array $parts The content, as Articles::content() gives it.
	 * @return string
	 */
	public static function fingerprint_of( $parts ) {
		// WordPress makes the slug at publication.
		$author = (int) $parts['author'];
		unset( $parts['slug'], $parts['author'], $parts['meta']['stet_hash'], $parts['meta']['stet_article'] );
		return hash( 'sha256', wp_json_encode( $parts ) ) . '-' . $author;
	}

	/**
	 * Whether a fingerprint that was kept is this one. Those of before had no author in them.
	 *
	 * @param string $kept What was kept.
	 * @param string $now  The present one.
	 * @return bool
	 */
	public static function is_same( $kept, $now ) {
		return hash_equals( $now, $kept ) || hash_equals( strtok( $now, '-' ), $kept );
	}

	/**
	 * The hash of the content, as Stet counts it. Empty if the article was changed by other means since.
	 *
	 * @param int $id The post.
	 * @return string
	 */
	public static function hash( $id ) {
		$hash = (string) get_post_meta( $id, 'stet_hash', true );
		return '' !== $hash && self::is_same( (string) get_post_meta( $id, '_stet_hash_of', true ), self::fingerprint( $id ) ) ? $hash : '';
	}

	/**
	 * From now on the client's hash stands for what is here.
	 *
	 * @param int $id The post.
	 */
	public static function seal( $id ) {
		update_post_meta( $id, '_stet_hash_of', self::fingerprint( $id ) );
	}

	/**
	 * Action rest_after_insert_post.
	 *
	 * @param \WP_Post         $post    The article.
	 * @param \WP_REST_Request $request The request.
	 */
	public static function after_write( $post, $request ) {
		$meta = $request['meta'];
		if ( ! is_array( $meta ) || empty( $meta['stet_hash'] ) ) {
			return;
		}
		self::seal( $post->ID );
		// A text that was approved for its hour is another one now.
		$for = (string) get_post_meta( $post->ID, '_stet_state_hash', true );
		if ( 'future' === $post->post_status && '' !== $for && ! Articles::is_bound( $post->ID ) ) {
			Articles::set_state( $post->ID, 'submitted' );
			wp_update_post(
				array(
					'ID'          => $post->ID,
					'post_status' => 'pending',
				)
			);
		}
	}
}
